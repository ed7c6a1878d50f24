import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { FormDto } from '../../../platform/index.js';
import { CAMERA_RULES, MOST_DAYS, MOST_SNAPSHOTS_AN_HOUR, type CameraRule } from '../../domain/watch-plan.js';

export class WatchPlanWishDto {
  @ApiProperty({ type: Boolean, description: 'False: nothing is watched, and the rest is not looked at.' })
  @IsBoolean()
  watched!: boolean;

  @ApiProperty({ type: String, enum: CAMERA_RULES, required: false, default: 'none' })
  @IsOptional()
  @IsIn(CAMERA_RULES)
  camera?: CameraRule;

  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    maximum: MOST_SNAPSHOTS_AN_HOUR,
    description: 'About so many, at random moments; 0 without a camera.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST_SNAPSHOTS_AN_HOUR)
  snapshotsAnHour?: number;

  @ApiProperty({ type: Boolean, required: false, default: true })
  @IsOptional()
  @IsBoolean()
  fullScreen?: boolean;

  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: MOST_DAYS, default: 30 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS)
  keepSnapshotDays?: number;

  @ApiProperty({ type: 'integer', required: false, minimum: 1, maximum: MOST_DAYS, default: 180 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS)
  keepSignalDays?: number;

  @ApiProperty({
    type: String,
    required: false,
    maxLength: 500,
    description: 'Needed while the session is open.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class WatchVersionDto {
  @ApiProperty({ type: 'integer' })
  version!: number;
  @ApiProperty({ type: String, enum: CAMERA_RULES })
  camera!: CameraRule;
  @ApiProperty({ type: 'integer', description: '0 without a camera.' })
  snapshotsAnHour!: number;
  @ApiProperty({ type: Boolean })
  fullScreen!: boolean;
  @ApiProperty({ type: 'integer', description: 'Days after the end of the session.' })
  keepSnapshotDays!: number;
  @ApiProperty({ type: 'integer', description: 'Days after the end of the session.' })
  keepSignalDays!: number;
  @ApiProperty({ type: String })
  official!: string;
  @ApiProperty({ type: String, format: 'date-time' })
  at!: Date;
}

export class WatchPlanDto {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The version that holds now; null: nothing is watched.',
  })
  version!: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['SITTING.BROWSER_CAMERA'],
    description:
      'SITTING.BROWSER_CAMERA: the session is sat in Safe Exam Browser, and a file for it that was downloaded before the camera was planned does not allow it.',
  })
  warning!: 'SITTING.BROWSER_CAMERA' | null;

  @ApiProperty({ type: [WatchVersionDto], description: 'Each that there was, the newest first.' })
  versions!: WatchVersionDto[];
}

/** As the form has it: figures as they were typed. */
export class WatchPlanFormDto extends FormDto {
  @IsOptional()
  @IsIn(['yes', 'no'])
  watched?: string;

  @IsOptional()
  @IsIn(CAMERA_RULES)
  camera?: CameraRule;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  snapshotsAnHour?: string;

  @IsOptional()
  @IsIn(['yes', 'no'])
  fullScreen?: string;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  keepSnapshotDays?: string;

  @IsOptional()
  @IsString()
  @MaxLength(20)
  keepSignalDays?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}
