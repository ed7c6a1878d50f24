import { ApiProperty } from '@nestjs/swagger';
import { ITEM_STATES } from '../../domain/item-state.js';
import { SourceDto, WordsDto } from './item.dto.js';

const STATE = { enum: ITEM_STATES };

export class ItemRowDto {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) code!: string;
  @ApiProperty({ ...STATE, description: 'Of the newest version.' }) state!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: 'integer', nullable: true }) liveVersion!: number | null;
  @ApiProperty({ type: String }) type!: string;
  @ApiProperty({ type: String }) contentArea!: string;
  @ApiProperty({ type: String }) competency!: string;
  @ApiProperty({ type: String }) cognitiveLevel!: string;
  @ApiProperty({ type: 'integer', description: 'Thousandths.' }) difficulty!: number;
  @ApiProperty({ type: String, nullable: true }) caseCode!: string | null;
  @ApiProperty({ type: String, nullable: true }) modelCode!: string | null;
  @ApiProperty({ type: String }) excerpt!: string;
  @ApiProperty({ type: 'object', additionalProperties: { enum: ['draft', 'signed'] } }) languages!: object;
}

export class ItemPageDto {
  @ApiProperty({ type: [ItemRowDto] }) items!: ItemRowDto[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class VersionSummaryDto {
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty(STATE) state!: string;
  @ApiProperty({ type: String, nullable: true }) author!: string | null;
  @ApiProperty({ type: String, nullable: true }) approvedBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) approvedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class WordsViewDto extends WordsDto {
  @ApiProperty({ type: String }) language!: string;
  @ApiProperty({ type: 'integer' }) revision!: number;
  @ApiProperty({ enum: ['draft', 'signed'] }) state!: string;
  @ApiProperty({ type: String, nullable: true }) signedBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) signedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) translator!: string | null;
}

export class ItemVersionDto extends VersionSummaryDto {
  @ApiProperty({ type: String, format: 'uuid' }) itemId!: string;
  @ApiProperty({ type: String }) code!: string;
  @ApiProperty({ type: Boolean }) newest!: boolean;
  @ApiProperty({ type: String }) type!: string;
  @ApiProperty({ type: String }) contentArea!: string;
  @ApiProperty({ type: String }) competency!: string;
  @ApiProperty({ type: String }) cognitiveLevel!: string;
  @ApiProperty({ type: 'integer', description: 'Thousandths.' }) difficulty!: number;
  @ApiProperty({ type: 'object', additionalProperties: true }) structure!: object;
  @ApiProperty({ type: 'object', additionalProperties: true }) answerKey!: object;
  @ApiProperty({ type: [SourceDto] }) sources!: readonly object[];
  @ApiProperty({ type: String, nullable: true }) caseCode!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) model!: object | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    nullable: true,
    description: 'IRT parameters a, b, c in thousandths.',
  })
  calibration!: object | null;
  @ApiProperty({
    type: String,
    description: 'Handed back with a change, so that nobody overwrites another’s.',
  })
  editBase!: string;
  @ApiProperty({ type: [WordsViewDto] }) words!: WordsViewDto[];
}

export class ItemIdDto {
  @ApiProperty({ type: String, format: 'uuid' }) itemId!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
}

export class VersionNumberDto {
  @ApiProperty({ type: 'integer' }) version!: number;
}

export class ItemStateDto {
  @ApiProperty(STATE) state!: string;
}

export class RevisionDto {
  @ApiProperty({ type: 'integer' }) revision!: number;
}

export class SignedDto {
  @ApiProperty({ type: String }) signedBy!: string;
}

class ReviewDto {
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ enum: ['approved', 'returned'] }) verdict!: string;
  @ApiProperty({ type: String }) reason!: string;
  @ApiProperty({ type: String }) official!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
}

class CommentDto {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: String, nullable: true }) language!: string | null;
  @ApiProperty({ type: String }) body!: string;
  @ApiProperty({ type: String }) official!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) settledBy!: string | null;
}

class SightDto {
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: String }) official!: string;
  @ApiProperty({ type: String, description: 'read, edit, review, translate or compare.' }) purpose!: string;
  @ApiProperty({ type: String, format: 'date-time' }) first!: Date;
  @ApiProperty({ type: String, format: 'date-time' }) last!: Date;
  @ApiProperty({ type: 'integer' }) times!: number;
}

class EnemyDto {
  @ApiProperty({ type: String, format: 'uuid' }) itemId!: string;
  @ApiProperty({ type: String }) code!: string;
  @ApiProperty({ type: String }) excerpt!: string;
  @ApiProperty({ type: String }) reason!: string;
  @ApiProperty({ type: String }) official!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
}

class LikeItemDto {
  @ApiProperty({ type: String, format: 'uuid' }) itemId!: string;
  @ApiProperty({ type: String }) code!: string;
  @ApiProperty({ type: String }) state!: string;
  @ApiProperty({ type: String }) excerpt!: string;
  @ApiProperty({ type: 'integer', description: 'Hundredths.' }) similarity!: number;
  @ApiProperty({ type: Boolean, description: 'Declared enemies already.' }) enemy!: boolean;
}

export class ItemHistoryDto {
  @ApiProperty({ type: [VersionSummaryDto], description: 'Newest first.' }) versions!: VersionSummaryDto[];
  @ApiProperty({ type: [ReviewDto] }) reviews!: ReviewDto[];
  @ApiProperty({ type: [CommentDto] }) comments!: CommentDto[];
  @ApiProperty({ type: [SightDto], description: 'Who has seen the text, last seen first.' })
  sights!: SightDto[];
  @ApiProperty({ type: [EnemyDto] }) enemies!: EnemyDto[];
  @ApiProperty({ type: [LikeItemDto] }) nearDuplicates!: LikeItemDto[];
}

class DifferencePartDto {
  @ApiProperty({ enum: ['same', 'added', 'removed'] }) kind!: string;
  @ApiProperty({ type: String }) text!: string;
}

class DifferenceDto {
  @ApiProperty({ type: String, description: '`stem.en`, `options.en.a`, `answerKey` …' }) place!: string;
  @ApiProperty({ type: [DifferencePartDto] }) parts!: readonly DifferencePartDto[];
}

export class DifferenceListDto {
  @ApiProperty({ type: [DifferenceDto] }) items!: DifferenceDto[];
}

class QueueRowDto {
  @ApiProperty({ type: String, format: 'uuid' }) bankId!: string;
  @ApiProperty({ type: String, format: 'uuid' }) itemId!: string;
  @ApiProperty({ type: String }) code!: string;
  @ApiProperty({ type: 'integer' }) version!: number;
  @ApiProperty({ type: String }) type!: string;
  @ApiProperty({ type: String }) contentArea!: string;
  @ApiProperty({ type: String }) excerpt!: string;
  @ApiProperty({ type: String, nullable: true }) author!: string | null;
  @ApiProperty({ type: Boolean, description: 'Your own work, which somebody else approves.' }) own!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) since!: Date;
}

export class ReviewQueueDto {
  @ApiProperty({ type: [QueueRowDto] }) items!: QueueRowDto[];
}

export class CommentIdDto {
  @ApiProperty({ type: String, format: 'uuid' }) commentId!: string;
}

export class SettledDto {
  @ApiProperty({ type: Boolean }) settled!: boolean;
}

export class EnemyIdDto {
  @ApiProperty({ type: String, format: 'uuid' }) enemyId!: string;
}

export class RemovedDto {
  @ApiProperty({ type: Boolean }) removed!: boolean;
}

export class MediaIdDto {
  @ApiProperty({ type: String, description: 'A body shows it as `<img src="media:<hash>" alt="…">`.' })
  hash!: string;
  @ApiProperty({ type: String }) mediaType!: string;
}

class ItemBankDto {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) code!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) title!: object;
  @ApiProperty({ type: [String] }) languages!: readonly string[];
  @ApiProperty({ type: String }) sourceLanguage!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) contentAreas!: object;
  @ApiProperty({ type: 'object', additionalProperties: true }) competencies!: object;
}

export class ItemBankListDto {
  @ApiProperty({ type: [ItemBankDto] }) items!: ItemBankDto[];
}
